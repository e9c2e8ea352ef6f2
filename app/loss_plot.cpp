#include "app/loss_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "app/svg.h"

namespace chladni {

namespace {

constexpr double kWidth = 960, kHeight = 420, kLeft = 64, kRight = 24, kTop = 56, kBottom = 44;  // px
constexpr double kMemory = 0.97;  // of the running mean

struct Curve {
    const char *colour, *words;
    double LossPoint::*value;
};
constexpr Curve kHeldBack[] = {{"#e8b84a", "held back, its sound", &LossPoint::held_back},
                               {"#5fa8d3", "no sound", &LossPoint::deaf},
                               {"#d3605f", "another's sound", &LossPoint::other}};

/// Losses on a logarithmic scale, steps on a straight one.
struct Scale {
    double last_step = 1, low = 1e9, high = 0;

    explicit Scale(const std::vector<LossPoint>& points) {
        for (const LossPoint& point : points) {
            last_step = std::max(last_step, point.step);
            for (const double value : {point.loss, point.held_back, point.deaf, point.other})
                if (value > 0) low = std::min(low, value), high = std::max(high, value);
        }
        if (high <= 0) low = 0.1, high = 1;
        low *= 0.95, high *= 1.05;
    }
    double x(double step) const { return kLeft + (kWidth - kLeft - kRight) * step / last_step; }
    double y(double loss) const { return kTop + (kHeight - kTop - kBottom) * std::log(high / std::max(loss, 1e-9)) / std::log(high / low); }
};

void draw_path(std::ostream& out, const SvgPath& path, const char* colour, double width, double opacity) {
    if (path.empty()) return;
    out << "<path d=\"" << path.d() << "\" fill=\"none\" stroke=\"" << colour << "\" stroke-width=\"" << px(width) << "\" stroke-opacity=\"" << px(opacity) << "\"/>\n";
}

void add(SvgPath& path, double x, double y) {
    if (path.empty()) path.move(x, y);
    else path.line(x, y);
}

void draw_grid(std::ostream& out, const Scale& scale) {
    for (const double loss : {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 5.0, 10.0}) {
        if (loss < scale.low || loss > scale.high) continue;
        const std::string y = px(scale.y(loss));
        char words[16];
        std::snprintf(words, sizeof words, "%g", loss);
        out << "<path d=\"M" << px(kLeft) << ' ' << y << 'H' << px(kWidth - kRight) << "\" stroke=\"#333a44\"/><text x=\"" << px(kLeft - 8) << "\" y=\"" << y
            << "\" text-anchor=\"end\" dy=\"4\">" << words << "</text>\n";
    }
    for (int i = 0; i <= 5; ++i) {
        const double step = scale.last_step * i / 5;
        out << "<text x=\"" << px(scale.x(step)) << "\" y=\"" << px(kHeight - kBottom + 20) << "\" text-anchor=\"middle\">" << std::llround(step) << "</text>\n";
    }
}

void draw_losses(std::ostream& out, const std::vector<LossPoint>& points, const Scale& scale) {
    SvgPath raw, mean;
    double sum = 0, weight = 0;
    for (const LossPoint& point : points) {
        sum = kMemory * sum + point.loss, weight = kMemory * weight + 1;
        add(raw, scale.x(point.step), scale.y(point.loss));
        add(mean, scale.x(point.step), scale.y(sum / weight));
    }
    draw_path(out, raw, "#8fa0b3", 0.6, 0.4);
    draw_path(out, mean, "#dfe6ee", 1.6, 1);
}

void draw_held_back(std::ostream& out, const std::vector<LossPoint>& points, const Scale& scale) {
    double x = kLeft;
    for (const Curve& curve : kHeldBack) {
        SvgPath path;
        for (const LossPoint& point : points)
            if (point.*curve.value > 0) add(path, scale.x(point.step), scale.y(point.*curve.value));
        draw_path(out, path, curve.colour, 2, 1);
        out << "<text x=\"" << px(x) << "\" y=\"44\" fill=\"" << curve.colour << "\">" << curve.words << "</text>\n";
        x += 180;
    }
}

}  // namespace

std::string loss_plot(const std::vector<LossPoint>& points, const std::string& title) {
    const Scale scale(points);
    std::ostringstream out;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << px(kWidth) << "\" height=\"" << px(kHeight)
        << "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#aab4c0\"><rect width=\"100%\" height=\"100%\" fill=\"#14181d\"/>\n"
        << "<text x=\"" << px(kLeft) << "\" y=\"24\" font-size=\"15\" fill=\"#eef2f6\">" << svg_text(title) << "</text>\n";
    draw_grid(out, scale);
    draw_losses(out, points, scale);
    draw_held_back(out, points, scale);
    out << "</svg>\n";
    return out.str();
}

std::vector<LossPoint> read_loss_points(const std::string& csv) {
    std::istringstream in(csv);
    std::vector<LossPoint> points;
    for (std::string line; std::getline(in, line);) {
        LossPoint point;
        if (std::sscanf(line.c_str(), "%lf,%lf,%*f,%*f,%*f,%lf,%lf,%lf", &point.step, &point.loss, &point.held_back, &point.deaf, &point.other) == 5) points.push_back(point);
    }
    return points;
}

}  // namespace chladni
