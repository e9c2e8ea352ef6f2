#pragma once

#include <QWidget>

namespace chladni {

class GenerationPanel;
class MidiPanel;
class Show;
class SoundPanel;
class TempoPanel;
struct ShowStatus;

/// Along the lower edge: sound, tempo, generator, controllers.
class BottomStrip : public QWidget {
public:
    explicit BottomStrip(Show& show, QWidget* parent = nullptr);
    void show_status(const ShowStatus& status);
    SoundPanel* sound() const { return sound_; }
    TempoPanel* tempo() const { return tempo_; }
    GenerationPanel* generation() const { return generation_; }
    MidiPanel* midi() const { return midi_; }

private:
    SoundPanel* sound_;
    TempoPanel* tempo_;
    GenerationPanel* generation_;
    MidiPanel* midi_;
};

}  // namespace chladni
