#include "ui/stage_window.h"

#include <QPlatformSurfaceEvent>

#include "ui/vulkan_surface.h"

namespace chladni {

StageWindow::StageWindow() {
    setSurfaceType(QSurface::VulkanSurface);
    connect(this, &QWindow::screenChanged, this, [this] { note_size(); });
}

std::vector<std::string> StageWindow::instance_extensions() const { return vulkan_surface_extensions(); }

std::uint64_t StageWindow::create_surface(void* vk_instance) { return make_vulkan_surface(*this, vk_instance); }

bool StageWindow::event(QEvent* event) {
    if (event->type() == QEvent::PlatformSurface &&
        static_cast<QPlatformSurfaceEvent*>(event)->surfaceEventType() == QPlatformSurfaceEvent::SurfaceAboutToBeDestroyed) {
        width_px_ = height_px_ = 0;
        Q_EMIT about_to_vanish();
    }
    return QWindow::event(event);
}

void StageWindow::exposeEvent(QExposeEvent*) {
    note_size();
    if (isExposed()) Q_EMIT seen();
}

void StageWindow::resizeEvent(QResizeEvent*) { note_size(); }

void StageWindow::note_size() {
    const double scale = isExposed() ? devicePixelRatio() : 0.0;
    width_px_ = qRound(width() * scale);
    height_px_ = qRound(height() * scale);
}

}  // namespace chladni
