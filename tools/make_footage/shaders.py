"""The programs that the renderer runs for each vertex and pixel."""

VERTEX = """
#version 330
uniform mat4 view;  // world to clip
in vec3 point; in vec3 normal; in vec3 place; in vec4 zone; in vec3 tint;
out vec3 at; out vec3 facing; out vec3 spot; out vec4 where; out vec3 tone;
void main() {
    at = point; facing = normal; spot = place; where = zone; tone = tint;
    gl_Position = view * vec4(point, 1.0);
}
"""

_PATTERNS = """
float hash(vec3 p) { p = fract(p * 0.3183099 + 0.1); p *= 17.0; return fract(p.x * p.y * p.z * (p.x + p.y + p.z)); }
float noise(vec3 x) {
    vec3 i = floor(x), f = fract(x); vec2 e = vec2(1, 0); f = f * f * (3.0 - 2.0 * f);
    float a = mix(hash(i), hash(i + e.xyy), f.x), b = mix(hash(i + e.yxy), hash(i + e.xxy), f.x);
    i.z += 1.0;
    float c = mix(hash(i), hash(i + e.xyy), f.x), d = mix(hash(i + e.yxy), hash(i + e.xxy), f.x);
    return mix(mix(a, b, f.y), mix(c, d, f.y), f.z);
}
float edge(float v) { float w = fwidth(v) + 1e-4; return smoothstep(-w, w, v); }
float step_of(float v, float share) {  // a square wave that does not flicker far away
    float w = fwidth(v); float f = abs(fract(v) - 0.5) * 2.0;
    return mix(smoothstep(share - w * 2.0, share + w * 2.0, f), 1.0 - share, clamp(w * 2.0 - 0.4, 0.0, 1.0));
}
vec3 painted(int kind, vec3 p, vec3 one, vec3 two, float size) {
    vec3 q = p / size;
    float far = clamp(max(max(fwidth(q.x), fwidth(q.y)), fwidth(q.z)) * 1.5 - 0.3, 0.0, 1.0);
    if (kind == 1) return mix(one, two, step_of(q.z, 0.5));
    if (kind == 2) return mix(one, two, step_of(q.x, 0.55));
    if (kind == 3) return mix(one, two, 0.5 * step_of(q.x, 0.5) + 0.5 * step_of(q.z, 0.5));
    if (kind == 4) { vec2 c = fract(q.xz) - 0.5; return mix(two, one, mix(edge(length(c) - 0.28), 0.75, far)); }
    if (kind == 5) return mix(one, two, edge(noise(q * 1.3 + 7.0) + 0.5 * noise(q * 2.7) - 0.78));
    if (kind == 6) {  // planks along y
        float row = floor(q.x); float along = q.y * 0.16 + hash(vec3(row, 3, 1)) * 7.0;
        float own = hash(vec3(row, floor(along), 5.0));
        float grain = noise(vec3(q.x * 9.0, q.y * 0.6, own * 20.0));
        vec3 c = mix(one, two, 0.55 * own + 0.3 * (grain - 0.5));
        float gap = min(step_of(q.x + 0.5, 0.03), step_of(along + 0.5, 0.004));
        return c * mix(0.55, 1.0, mix(gap, 0.95, far));
    }
    if (kind == 7) {
        float gap = min(step_of(q.x + 0.5, 0.03), step_of(q.y + 0.5, 0.03));
        vec3 c = one * (0.92 + 0.1 * hash(vec3(floor(q.xy), 2.0)) + 0.06 * (noise(p * 12.0) - 0.5));
        return mix(two, c, mix(gap, 0.93, far));
    }
    if (kind == 8) {
        float fibre = mix(hash(floor(q * 40.0)), 0.5, clamp(far * 8.0, 0.0, 1.0));
        return mix(one, two, 0.35 * noise(q * 0.7) + 0.3 * noise(q * 3.1) + 0.35 * fibre);
    }
    if (kind == 9) return mix(one, two, smoothstep(0.35, 0.7, noise(q + 2.0 * noise(q * 1.7))));
    if (kind == 10) { vec2 c = abs(p.xz - vec2(0.0, 0.42)) / size; return mix(two, one, edge(max(c.x, c.y) - 1.0)); }
    return one;
}
"""

PIXEL = (
    """
#version 330
//HAIR
uniform vec3 eye; uniform vec3 one; uniform vec3 two;
uniform int pattern; uniform float size; uniform float shine; uniform float glow;
uniform int person;  // 1: dressed skin, 2: hair
uniform vec4 top;      // hem, neck line, sleeve end, on
uniform vec4 bottom;   // waist, leg end, sock start, on
uniform vec4 band;     // lower and upper edge, 0, on
uniform vec3 top_one; uniform vec3 top_two; uniform int top_pattern; uniform float top_size;
uniform vec3 low_one; uniform vec3 low_two; uniform int low_pattern; uniform float low_size;
uniform vec3 sock; uniform vec3 band_colour; uniform float folds;
uniform vec3 sun; uniform vec3 sun_colour; uniform vec3 fill; uniform vec3 fill_colour;
uniform vec3 sky; uniform vec3 ground;
uniform mat4 shade_view; uniform sampler2D shade; uniform float shade_soft; uniform float shade_dark;
in vec3 at; in vec3 facing; in vec3 spot; in vec4 where; in vec3 tone;
out vec4 colour;
"""
    + _PATTERNS
    + """
float lit(vec3 n) {
    vec4 p = shade_view * vec4(at + n * 0.012, 1.0);
    vec3 q = p.xyz * 0.5 + 0.5;
    if (q.x < 0.0 || q.x > 1.0 || q.y < 0.0 || q.y > 1.0) return 1.0;
    float sum = 0.0;
    for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++)
        sum += texture(shade, q.xy + (vec2(i, j) - 1.0) * shade_soft).r < q.z - 0.0015 ? 0.0 : 1.0;
    return sum / 9.0;
}
void main() {
    vec3 n = normalize(facing);
    vec3 look = normalize(eye - at);
    if (dot(n, look) < 0.0) n = -n;
    vec3 base = tone; float gloss = shine;
    if (person == 0) base *= painted(pattern, spot, one, two, size);
    if (person == 1) {
        float cloth = 0.0;
        if (bottom.w > 0.5) {
            float c = min(edge(bottom.x - where.z), edge(bottom.y - where.y));
            vec3 p = painted(low_pattern, spot, low_one, low_two, low_size);
            base = mix(base, p, c); cloth = max(cloth, c);
        }
        if (bottom.z < 5.0) { float c = edge(where.y - bottom.z); base = mix(base, sock, c); cloth = max(cloth, c); }
        if (band.w > 0.5) {
            float c = min(min(edge(where.z - band.x), edge(band.y - where.z)), edge(-0.05 - where.x));
            base = mix(base, band_colour, c); cloth = max(cloth, c);
        }
        if (top.w > 0.5) {
            float c = min(min(edge(where.z - top.x), edge(top.y - where.z)), edge(top.z - where.x));
            vec3 p = painted(top_pattern, spot, top_one, top_two, top_size);
            base = mix(base, p, c); cloth = max(cloth, c);
        }
        if (cloth > 0.5) {
            vec3 q = spot * vec3(9.0, 9.0, 5.0);
            n = normalize(n + folds * cloth * (vec3(noise(q), noise(q + 9.1), noise(q + 17.3)) - 0.5));
            gloss = 0.03;
        } else {
            base *= 0.94 + 0.12 * noise(spot * 14.0);
        }
    }
    if (person == 2) {
#ifdef HAIR
        if (where.w < 0.0) discard;
#endif
        base *= 0.65 + 0.7 * noise(spot * vec3(90.0, 90.0, 14.0));
        n = normalize(n + 0.5 * (vec3(noise(spot * 60.0), noise(spot * 60.0 + 5.0), noise(spot * 20.0)) - 0.5));
    }
    float shadow = mix(1.0, lit(n), shade_dark);
    vec3 light = mix(ground, sky, 0.5 + 0.5 * n.z);
    light += sun_colour * max(dot(n, sun), 0.0) * shadow + fill_colour * max(dot(n, fill), 0.0);
    vec3 halfway = normalize(sun + look);
    vec3 c = base * light + gloss * sun_colour * pow(max(dot(n, halfway), 0.0), 24.0) * shadow * 2.0;
    c = mix(c, base, glow);
    colour = vec4(c, 1.0);
}
"""
)

# Only hair leaves pixels out: a program that may do so cannot be spared the hidden ones.
HAIR_PIXEL = PIXEL.replace("//HAIR", "#define HAIR")

SHADE_VERTEX = """
#version 330
uniform mat4 view; in vec3 point;
void main() { gl_Position = view * vec4(point, 1.0); }
"""

SHADE_PIXEL = """
#version 330
void main() {}
"""

OWNER_VERTEX = """
#version 330
uniform mat4 view; in vec3 point; in vec4 zone; out float keep; out float far;
void main() { gl_Position = view * vec4(point, 1.0); keep = zone.w; far = gl_Position.w; }
"""

OWNER_PIXEL = """
#version 330
uniform int part; uniform int person; in float keep; in float far; out vec2 owner;
void main() { if (person == 2 && keep < 0.0) discard; owner = vec2(float(part), far); }
"""

BACKDROP_VERTEX = """
#version 330
in vec2 corner; out vec2 spot;
void main() { spot = corner * 0.5 + 0.5; gl_Position = vec4(corner, 0.0, 1.0); }
"""

# What does not move, painted before; only the people's shadows on it are new. near, far: as in camera.py.
BACKDROP_PIXEL = """
#version 330
uniform sampler2D dim; uniform sampler2D sunny; uniform sampler2D far; uniform mat3 rays;
uniform vec3 eye; uniform vec3 sun;
uniform mat4 shade_view; uniform sampler2D shade; uniform float shade_soft; uniform float shade_dark;
in vec2 spot; out vec4 colour;
void main() {
    float w = texture(far, spot).r;
    vec3 at = eye + w * (rays * vec3(spot, 1.0)) + sun * 0.012;
    vec3 q = (shade_view * vec4(at, 1.0)).xyz * 0.5 + 0.5;
    float seen = 1.0;
    if (q.x > 0.0 && q.x < 1.0 && q.y > 0.0 && q.y < 1.0) {
        seen = 0.0;
        for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++)
            seen += texture(shade, q.xy + (vec2(i, j) - 1.0) * shade_soft).r < q.z - 0.0015 ? 0.0 : 1.0 / 9.0;
    }
    colour = vec4(texture(dim, spot).rgb + texture(sunny, spot).rgb * mix(1.0, seen, shade_dark), 1.0);
    gl_FragDepth = 0.5 * ((40.0 + 0.08) / (40.0 - 0.08) - 2.0 * 40.0 * 0.08 / ((40.0 - 0.08) * w)) + 0.5;
}
"""
