#pragma once

#include <QWidget>

class QLabel;
class QStackedLayout;

namespace chladni {

class StageWindow;

/// Where the stage shows on the desk: the embedded window, or a message where there can be no picture.
class PreviewPanel : public QWidget {
public:
    explicit PreviewPanel(QWidget* parent = nullptr);
    /// Null where this desktop has no Vulkan windows.
    StageWindow* window() const { return window_; }
    void say(const QString& message);
    QLabel* message() const { return message_; }

private:
    QStackedLayout* stack_;
    QLabel* message_;
    StageWindow* window_ = nullptr;
};

}  // namespace chladni
