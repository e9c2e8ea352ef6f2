#include "ui/model_panel.h"

#include <QBoxLayout>
#include <QPushButton>
#include <random>

#include "engine/runtime/show.h"
#include "ui/action_table.h"
#include "ui/param_slider.h"
#include "ui/param_spin.h"

namespace chladni {

ModelPanel::ModelPanel(Show& show, QWidget* parent)
    : Section("MODEL", parent), show_(show), audio_scale_(new ParamSlider(show, ParamId::kAudioScale, this, true)),
      rest_(new ParamRows(show, ParamGroup::kModel, {ParamId::kAudioScale}, this)) {
    head()->addWidget(dim_label("from the next chunk on"));
    body()->addWidget(audio_scale_);
    body()->addWidget(rest_);
    add_dice();
}

void ModelPanel::add_dice() {
    auto* seed = dynamic_cast<ParamSpin*>(rest_->control(ParamId::kSeed));
    if (!seed) return;
    auto* dice = new QPushButton("Dice");
    dice->setProperty("compact", true);
    dice->setToolTip(QStringLiteral("A new seed (%1)").arg(key_text(row_of(StageAction::kNewSeed))));
    connect(dice, &QPushButton::clicked, this, [this] { new_seed(); });
    seed->add_beside(dice);
}

void ModelPanel::new_seed() {
    const ParamRow& row = row_of(ParamId::kSeed);
    std::random_device entropy;
    std::uniform_int_distribution<int> any(static_cast<int>(row.min), static_cast<int>(row.max));
    show_.params().set(ParamId::kSeed, static_cast<float>(any(entropy)));
    refresh();
}

void ModelPanel::refresh() {
    audio_scale_->refresh();
    rest_->refresh();
}

std::vector<ParamControl*> ModelPanel::controls() const {
    std::vector<ParamControl*> all = rest_->controls();
    all.insert(all.begin(), audio_scale_);
    return all;
}

}  // namespace chladni
