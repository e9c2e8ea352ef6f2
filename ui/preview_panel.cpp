#include "ui/preview_panel.h"

#include <QLabel>
#include <QStackedLayout>

#include "ui/section.h"
#include "ui/stage_window.h"
#include "ui/vulkan_surface.h"

namespace chladni {

PreviewPanel::PreviewPanel(QWidget* parent) : QWidget(parent), stack_(new QStackedLayout(this)), message_(dim_label()) {
    setObjectName("stage");
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::ClickFocus);
    setMinimumSize(240, 135);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    message_->setWordWrap(true);
    message_->setAlignment(Qt::AlignCenter);
    message_->setMargin(24);
    stack_->addWidget(message_);
    if (vulkan_surface_extensions().empty()) return;
    window_ = new StageWindow;
    // Mouse, keys and dropped files belong to the desk around it.
    window_->setFlags(window_->flags() | Qt::WindowTransparentForInput | Qt::WindowDoesNotAcceptFocus);
    stack_->setCurrentIndex(stack_->addWidget(QWidget::createWindowContainer(window_, this)));
}

void PreviewPanel::say(const QString& message) {
    message_->setText(message);
    stack_->setCurrentWidget(message_);
}

}  // namespace chladni
