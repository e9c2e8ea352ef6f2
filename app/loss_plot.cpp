#include "app/loss_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "app/svg.h"

namespace chladni {

using namespace train;

namespace {

constexpr double kWidth = 960, kHeight = 420, kLeft = 64, kRight = 24, kTop = 56, kBottom = 44;  // px
constexpr double kMemory = 0.97;  // of the running mean

struct Curve {
    const char *colour, *words;
    double HeldBackLosses::*value;
};
constexpr Curve kHeldBack[] = {{"#e8b84a", "held back, its own sound", &HeldBackLosses::own},
                               {"#5fa8d3", "no sound", &HeldBackLosses::no_sound},
                               {"#d3605f", "another's sound", &HeldBackLosses::other_sound},
                               {"#a58bd6", "another's caption", &HeldBackLosses::other_caption}};

/// Losses on a logarithmic scale, steps on a straight one.
struct Scale {
    double last_step = 1, low = 1e9, high = 0;

    explicit Scale(const std::vector<LossRow>& rows) {
        for (const LossRow& row : rows) {
            last_step = std::max(last_step, static_cast<double>(row.step));
            see(row.loss);
            for (const Curve& curve : kHeldBack) see(row.held_back.*curve.value);
        }
        if (high <= 0) low = 0.1, high = 1;
        low *= 0.95, high *= 1.05;
    }
    void see(double loss) {
        if (loss > 0) low = std::min(low, loss), high = std::max(high, loss);
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

void draw_losses(std::ostream& out, const std::vector<LossRow>& rows, const Scale& scale) {
    SvgPath raw, mean;
    double sum = 0, weight = 0;
    for (const LossRow& row : rows) {
        sum = kMemory * sum + row.loss, weight = kMemory * weight + 1;
        const double x = scale.x(static_cast<double>(row.step));
        add(raw, x, scale.y(row.loss));
        add(mean, x, scale.y(sum / weight));
    }
    draw_path(out, raw, "#8fa0b3", 0.6, 0.4);
    draw_path(out, mean, "#dfe6ee", 1.6, 1);
}

void draw_held_back(std::ostream& out, const std::vector<LossRow>& rows, const Scale& scale) {
    double x = kLeft;
    for (const Curve& curve : kHeldBack) {
        SvgPath path;
        for (const LossRow& row : rows)
            if (row.held_back.*curve.value > 0) add(path, scale.x(static_cast<double>(row.step)), scale.y(row.held_back.*curve.value));
        draw_path(out, path, curve.colour, 2, 1);
        out << "<text x=\"" << px(x) << "\" y=\"44\" fill=\"" << curve.colour << "\">" << curve.words << "</text>\n";
        x += 180;
    }
}

}  // namespace

std::string loss_plot(const std::vector<LossRow>& rows, const std::string& title) {
    const Scale scale(rows);
    std::ostringstream out;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << px(kWidth) << "\" height=\"" << px(kHeight)
        << "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#aab4c0\"><rect width=\"100%\" height=\"100%\" fill=\"#14181d\"/>\n"
        << "<text x=\"" << px(kLeft) << "\" y=\"24\" font-size=\"15\" fill=\"#eef2f6\">" << svg_text(title) << "</text>\n";
    draw_grid(out, scale);
    draw_losses(out, rows, scale);
    draw_held_back(out, rows, scale);
    out << "</svg>\n";
    return out.str();
}

}  // namespace chladni
