// What every pass sees: one picture, a second one (each pass says which), and the drive of this display frame.
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 result;
layout(set = 0, binding = 0) uniform sampler2D picture;
layout(set = 0, binding = 1) uniform sampler2D second;

layout(push_constant) uniform Drive {
    vec2 size;        // of the target, px
    vec2 source_size; // of the picture, px
    float amount;     // 0..1, of this pass
    float kick;
    float snare;
    float hat;
    float bass;
    float level;
    float brightness;
    float beat_phase;
    float time_s;
    float aspect;     // width / height of the target
    float segments;
    float extra;      // each pass says what
    vec4 tune;        // each pass says what
} drive;

const float kTau = 6.28318530718;

// Edges are mirrored, so that what an effect pulls in from outside is picture and no bar.
vec2 mirrored(vec2 at) { return 1.0 - abs(1.0 - mod(at, 2.0)); }
