"""An instructor reviews an analysed clip: what is corrected by hand, and the clip judged again with it. Pure."""
