#pragma once

#include "ui/param_rows.h"
#include "ui/section.h"

namespace chladni {

class ParamSlider;

/// The model's parameters: audio_scale large on top, the rest from the table, a dice beside the seed.
class ModelPanel : public Section {
public:
    explicit ModelPanel(Show& show, QWidget* parent = nullptr);
    void refresh();
    /// Throws the dice.
    void new_seed();
    std::vector<ParamControl*> controls() const;
    ParamSlider* audio_scale() const { return audio_scale_; }

private:
    void add_dice();
    Show& show_;
    ParamSlider* audio_scale_;
    ParamRows* rest_;
};

}  // namespace chladni
