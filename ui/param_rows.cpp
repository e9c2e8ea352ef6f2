#include "ui/param_rows.h"

#include <QBoxLayout>
#include <algorithm>

namespace chladni {

ParamRows::ParamRows(Show& show, ParamGroup group, std::initializer_list<ParamId> shown_elsewhere, QWidget* parent)
    : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    for (std::size_t i = 0; i < kParamCount; ++i) {
        const auto id = static_cast<ParamId>(i);
        const bool elsewhere = std::find(shown_elsewhere.begin(), shown_elsewhere.end(), id) != shown_elsewhere.end();
        if (row_of(id).group != group || elsewhere) continue;
        controls_.push_back(make_control(show, id, this));
        column->addWidget(controls_.back());
    }
    align_names();
}

ParamControl* ParamRows::control(ParamId id) const {
    const auto at = std::find_if(controls_.begin(), controls_.end(), [id](ParamControl* c) { return c->id() == id; });
    return at == controls_.end() ? nullptr : *at;
}

void ParamRows::refresh() {
    for (ParamControl* control : controls_) control->refresh();
}

void ParamRows::align_names() {
    int width = 0;
    for (ParamControl* control : controls_) width = std::max(width, control->name_width());
    for (ParamControl* control : controls_) control->set_name_width(width);
}

}  // namespace chladni
