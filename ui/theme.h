#pragma once

#include <QColor>

class QApplication;

namespace chladni::theme {

// A desk at night: near-black ground, one warm accent, red only for what must not be overlooked.
inline constexpr QColor kNight{0x0c, 0x0e, 0x11};   ///< behind everything
inline constexpr QColor kPanel{0x15, 0x18, 0x1d};   ///< sections
inline constexpr QColor kField{0x1f, 0x24, 0x2b};   ///< what can be touched
inline constexpr QColor kLine{0x2c, 0x32, 0x3b};    ///< edges
inline constexpr QColor kText{0xd9, 0xdd, 0xe3};
inline constexpr QColor kDim{0x98, 0xa1, 0xac};     ///< names, units
inline constexpr QColor kAccent{0xe2, 0xa4, 0x4a};  ///< what is on, what can be moved
inline constexpr QColor kGood{0x5f, 0xa8, 0x7a};
inline constexpr QColor kBad{0xd9, 0x5b, 0x4e};

/// Palette, style and style sheet of the whole program. Once, after QApplication.
void apply(QApplication& app);

/// `from` at 0, `to` at 1.
QColor mix(const QColor& from, const QColor& to, double amount);

}  // namespace chladni::theme
