#pragma once

#include <ostream>
#include <string>
#include <string_view>

namespace chladni {

/// Text as SVG may hold it: marks escaped; what is no UTF-8 and no character of XML is a question mark.
std::string svg_text(std::string_view words);

/// A length in pixels, to a tenth, as short as it can be written: 12, 0.5, -3.1. What is no number is 0.
std::string px(double value);

/// The d of a path that goes through points, in relative steps: a third of the bytes of absolute ones. Pure.
class SvgPath {
public:
    void move(double x, double y);
    void line(double x, double y);
    void close() { d_ += 'z'; }  ///< the last step
    const std::string& d() const { return d_; }
    bool empty() const { return d_.empty(); }

private:
    void step(std::string_view before, double x, double y);
    std::string d_;
    long at_x_ = 0, at_y_ = 0;  // tenths of a pixel, as written: roundings do not add up
};

// One element each, with a class that says how it looks; lengths in pixels.
void draw_path(std::ostream& out, const char* kind, const SvgPath& path);
void draw_box(std::ostream& out, const char* kind, double x, double y, double width, double height);
void draw_words(std::ostream& out, const char* kind, double x, double y, const std::string& words);

}  // namespace chladni
