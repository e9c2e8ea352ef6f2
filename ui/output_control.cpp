#include "ui/output_control.h"

#include <QGuiApplication>
#include <QMenu>
#include <QScreen>

#include "engine/runtime/show.h"
#include "ui/output_window.h"

namespace chladni {

namespace {

QStringList display_names() {
    QStringList names;
    for (const QScreen* screen : QGuiApplication::screens()) names << screen->name();
    return names;
}

QScreen* display_named(const QString& name) {
    for (QScreen* screen : QGuiApplication::screens())
        if (screen->name() == name) return screen;
    return nullptr;
}

// The last display that is not the desk's: a beamer is plugged in later than the monitor.
QString best_display() {
    for (const QString& name : display_names())
        if (name != QGuiApplication::primaryScreen()->name()) return name;
    return QGuiApplication::primaryScreen()->name();
}

std::string word_of(OutputState state) {
    return state == OutputState::kShown ? "shown" : state == OutputState::kLost ? "lost" : "hidden";
}

}  // namespace

OutputState output_state(bool wanted, const QString& display, const QStringList& displays) {
    if (!wanted) return OutputState::kHidden;
    return displays.contains(display) ? OutputState::kShown : OutputState::kLost;
}

OutputControl::OutputControl(Show& show, OutputWindow* window, QObject* parent)
    : QObject(parent), show_(show), window_(window), display_(best_display()) {
    // Qt tells of a removed screen before it moves the windows that were on it: in time to hide ours instead.
    connect(qApp, &QGuiApplication::screenRemoved, this, [this] { settle(); });
    connect(qApp, &QGuiApplication::screenAdded, this, [this] { settle(); });
    if (window_) connect(window_, &OutputWindow::leave_wanted, this, [this] { set_wanted(false); });
}

void OutputControl::choose(const QString& display) {
    display_ = display;
    set_wanted(true);
}

void OutputControl::set_wanted(bool wanted) {
    wanted_ = wanted && window_;
    if (wanted && !window_) Q_EMIT told("Full screen: expected a desktop with Vulkan windows; this one has none.");
    settle();
    Q_EMIT changed();
}

void OutputControl::settle() {
    if (!window_) return;
    const OutputState state = output_state(wanted_, display_, display_names());
    if (state == OutputState::kShown)
        window_->cover(display_named(display_));
    else
        window_->hide();
    report(state);
}

void OutputControl::report(OutputState state) {
    show_.set_output_state(display_.toStdString(), word_of(state));
    if (state == OutputState::kLost && state_ != state)
        Q_EMIT told(QStringLiteral("Display %1 is gone: the output waits for it.").arg(display_));
    if (state == OutputState::kShown && state_ == OutputState::kLost)
        Q_EMIT told(QStringLiteral("Display %1 is back.").arg(display_));
    state_ = state;
}

void OutputControl::list_displays(QMenu* menu) {
    for (const QString& name : display_names()) {
        QAction* entry = menu->addAction(QStringLiteral("On %1").arg(name), this, [this, name] { choose(name); });
        entry->setCheckable(true);
        entry->setChecked(name == display_);
    }
}

}  // namespace chladni
