#pragma once

#include <ostream>
#include <span>
#include <string>

namespace chladni {

/// One entry of a drawing's legend.
struct PlotKey {
    const char* kind;   ///< the class that says how it looks
    const char* shape;  ///< path, 16 by 10 pixels
    const char* words;
};

/// A drawing with a title, a line of facts and a legend on white ground.
struct PlotFrame {
    double width, height, left;  ///< px
    const char* style;           ///< of all classes
    std::span<const PlotKey> keys;
};

/// Opens the drawing. A title that is too long keeps its beginning and its end.
void begin_plot(std::ostream& out, const PlotFrame& frame, const std::string& title, const std::string& facts);
void end_plot(std::ostream& out);

}  // namespace chladni
