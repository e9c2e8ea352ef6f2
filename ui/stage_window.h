#pragma once

#include <QWindow>
#include <atomic>

#include "engine/render/surface_provider.h"

namespace chladni {

/// A window that the renderer draws in. It has no size (0 x 0) while nobody can see it. GUI thread, but for the size.
class StageWindow : public QWindow, public SurfaceProvider {
    Q_OBJECT

public:
    StageWindow();
    std::vector<std::string> instance_extensions() const override;
    std::uint64_t create_surface(void* vk_instance) override;
    int width_px() const override { return width_px_.load(std::memory_order_relaxed); }
    int height_px() const override { return height_px_.load(std::memory_order_relaxed); }

Q_SIGNALS:
    void seen();
    /// Its surface is about to go: the renderer has to be gone when this returns.
    void about_to_vanish();

protected:
    bool event(QEvent* event) override;
    void exposeEvent(QExposeEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void note_size();
    std::atomic<int> width_px_{0}, height_px_{0};
};

}  // namespace chladni
