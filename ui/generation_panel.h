#pragma once

#include "ui/section.h"

namespace chladni {

class QueueBar;
struct ShowStatus;

/// How the generator does, in counters: queue, chunk times, factor of real time, late chunks, and its last message.
class GenerationPanel : public Section {
public:
    explicit GenerationPanel(QWidget* parent = nullptr);
    void show_status(const ShowStatus& status);
    QLabel* state() const { return state_; }
    QLabel* chunk() const { return chunk_; }
    QueueBar* queue() const { return queue_; }

private:
    QLabel* state_;
    QueueBar* queue_;
    QLabel* queue_text_;
    QLabel* chunk_;
    QLabel* message_;
};

}  // namespace chladni
