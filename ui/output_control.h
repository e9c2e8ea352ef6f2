#pragma once

#include <QObject>
#include <QStringList>

class QMenu;

namespace chladni {

class OutputWindow;
class Show;

/// What becomes of the output window: it is shown on its display, hidden because nobody wants it, or hidden because its
/// display is gone (never moved to another one) until that returns.
enum class OutputState { kShown, kHidden, kLost };
OutputState output_state(bool wanted, const QString& display, const QStringList& displays);

/// The output window and the display it belongs to, by name. GUI thread.
class OutputControl : public QObject {
    Q_OBJECT

public:
    /// `window` is null where this desktop has no Vulkan windows.
    OutputControl(Show& show, OutputWindow* window, QObject* parent = nullptr);
    void choose(const QString& display);
    void set_wanted(bool wanted);
    bool wanted() const { return wanted_; }
    const QString& display() const { return display_; }
    void list_displays(QMenu* menu);

Q_SIGNALS:
    void changed();
    void told(const QString& notice);

private:
    void settle();
    void report(OutputState state);
    Show& show_;
    OutputWindow* window_;
    QString display_;
    bool wanted_ = false;
    OutputState state_ = OutputState::kHidden;
};

}  // namespace chladni
