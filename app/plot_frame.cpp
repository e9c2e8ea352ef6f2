#include "app/plot_frame.h"

#include "app/svg.h"

namespace chladni {

namespace {

constexpr std::size_t kLongestTitle = 72;

std::string short_title(const std::string& title) {
    if (title.size() <= kLongestTitle) return title;
    return title.substr(0, kLongestTitle - 24) + " … " + title.substr(title.size() - 20);
}

void draw_legend(std::ostream& out, const PlotFrame& frame) {
    double x = frame.left;
    for (const PlotKey& key : frame.keys) {
        out << "<g transform=\"translate(" << px(x) << " 62)\"><path class=\"" << key.kind << "\" d=\"" << key.shape
            << "\"/><text class=\"key\" x=\"21\" y=\"9\">" << key.words << "</text></g>\n";
        x += 46 + 6.4 * static_cast<double>(std::string_view(key.words).size());
    }
}

}  // namespace

void begin_plot(std::ostream& out, const PlotFrame& frame, const std::string& title, const std::string& facts) {
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << px(frame.width) << "\" height=\"" << px(frame.height) << "\" viewBox=\"0 0 "
        << px(frame.width) << " " << px(frame.height) << "\">\n" << frame.style << "<title>" << svg_text(title) << "</title>\n"
        << "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
    draw_words(out, "title", frame.left, 28, short_title(title));
    draw_words(out, "facts", frame.left, 48, facts);
    draw_legend(out, frame);
}

void end_plot(std::ostream& out) { out << "</svg>\n"; }

}  // namespace chladni
