#include "app/svg.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr double kFarthest_px = 1e6;

long tenths(double value) { return std::isfinite(value) ? std::lround(10.0 * std::clamp(value, -kFarthest_px, kFarthest_px)) : 0; }

std::string of_tenths(long t) {
    const std::string sign = t < 0 ? "-" : "";
    const long size = std::labs(t);
    return sign + std::to_string(size / 10) + (size % 10 ? "." + std::to_string(size % 10) : "");
}

// How many bytes the character takes; 0 where it is none that XML allows. (Overlong forms and surrogates are none.)
std::size_t length_of(std::string_view at) {
    const auto byte = [&](std::size_t i) { return i < at.size() ? static_cast<unsigned char>(at[i]) : 0u; };
    const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) >= 0xC2 && byte(0) < 0xE0 ? 2 : byte(0) >= 0xE0 && byte(0) < 0xF0 ? 3 : byte(0) >= 0xF0 && byte(0) < 0xF5 ? 4 : 0;
    if (length == 1) return byte(0) >= 0x20 && byte(0) != 0x7F ? 1 : 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    const bool overlong = (byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xF0 && byte(1) < 0x90);
    const bool outside = (byte(0) == 0xED && byte(1) >= 0xA0) || (byte(0) == 0xF4 && byte(1) >= 0x90) || (byte(0) == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE);
    return overlong || outside ? 0 : length;
}

}  // namespace

std::string svg_text(std::string_view words) {
    std::string out;
    while (!words.empty()) {
        const std::size_t length = length_of(words);
        const std::string_view one = words.substr(0, std::max<std::size_t>(1, length));
        if (length == 0) out += '?';
        else if (one == "&") out += "&amp;";
        else if (one == "<") out += "&lt;";
        else if (one == ">") out += "&gt;";
        else if (one == "\"") out += "&quot;";
        else out += one;
        words.remove_prefix(one.size());
    }
    return out;
}

std::string px(double value) { return of_tenths(tenths(value)); }

// Pairs that follow a move without a letter are lines.
void SvgPath::step(std::string_view before, double x, double y) {
    const long to_x = tenths(x), to_y = tenths(y);
    const std::string first = of_tenths(to_x - at_x_), second = of_tenths(to_y - at_y_);
    d_ += first[0] == '-' && before == " " ? "" : before;
    d_ += first + (second[0] == '-' ? "" : " ") + second;
    at_x_ = to_x;
    at_y_ = to_y;
}

void SvgPath::move(double x, double y) { step("m", x, y); }
void SvgPath::line(double x, double y) { step(" ", x, y); }

void draw_path(std::ostream& out, const char* kind, const SvgPath& path) {
    if (!path.empty()) out << "<path class=\"" << kind << "\" d=\"" << path.d() << "\"/>\n";
}

void draw_box(std::ostream& out, const char* kind, double x, double y, double width, double height) {
    out << "<rect class=\"" << kind << "\" x=\"" << px(x) << "\" y=\"" << px(y) << "\" width=\"" << px(width) << "\" height=\"" << px(height) << "\"/>\n";
}

void draw_words(std::ostream& out, const char* kind, double x, double y, const std::string& words) {
    out << "<text class=\"" << kind << "\" x=\"" << px(x) << "\" y=\"" << px(y) << "\">" << svg_text(words) << "</text>\n";
}

}  // namespace chladni
