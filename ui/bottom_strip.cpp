#include "ui/bottom_strip.h"

#include <QBoxLayout>

#include "ui/generation_panel.h"
#include "ui/midi_panel.h"
#include "ui/sound_panel.h"
#include "ui/tempo_panel.h"

namespace chladni {

BottomStrip::BottomStrip(Show& show, QWidget* parent)
    : QWidget(parent), sound_(new SoundPanel(show)), tempo_(new TempoPanel(show)), generation_(new GenerationPanel),
      midi_(new MidiPanel(show)) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(sound_, 4);
    line->addWidget(tempo_, 3);
    line->addWidget(generation_, 4);
    line->addWidget(midi_, 4);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void BottomStrip::show_status(const ShowStatus& status) {
    sound_->show_status(status);
    tempo_->show_status(status);
    generation_->show_status(status);
    midi_->show_status(status);
}

}  // namespace chladni
