#include "ui/param_text.h"

namespace chladni {

namespace {

QString to_qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

int digits_of(const ParamRow& row) {
    if (row.kind != ParamKind::kContinuous) return 0;
    const float range = row.max - row.min;
    return range >= 200 ? 0 : range >= 20 ? 1 : 2;
}

}  // namespace

QString format_value(const ParamRow& row, float value) {
    const QString number = QString::number(static_cast<double>(value), 'f', digits_of(row));
    return row.unit.empty() ? number : number + ' ' + to_qt(row.unit);
}

std::optional<float> parse_value(const ParamRow& row, const QString& text) {
    QString number = text.trimmed();
    if (!row.unit.empty() && number.endsWith(to_qt(row.unit), Qt::CaseInsensitive))
        number.chop(static_cast<qsizetype>(row.unit.size()));
    bool ok = false;
    const float value = number.trimmed().replace(',', '.').toFloat(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

float step_of(const ParamRow& row, bool fine) {
    if (row.kind != ParamKind::kContinuous) return 1.0f;
    return (row.max - row.min) / (fine ? 500.0f : 50.0f);
}

QString tooltip_of(const ParamRow& row) {
    const QString mouse = row.kind == ParamKind::kToggle
                              ? QStringLiteral("Click: switch. Right click: MIDI learn.")
                              : QStringLiteral("Drag or wheel, with Shift fine. Double-click: %1. Right click: MIDI learn.")
                                    .arg(format_value(row, row.initial));
    return QStringLiteral("<p>%1</p><p>%2<br>%3</p>").arg(to_qt(row.help), mouse, to_qt(row.id));
}

}  // namespace chladni
