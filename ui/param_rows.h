#pragma once

#include <initializer_list>
#include <vector>

#include "ui/param_control.h"

namespace chladni {

/// All parameters of a group, one below the other, from the table: a new row of the table appears here by itself.
class ParamRows : public QWidget {
public:
    ParamRows(Show& show, ParamGroup group, std::initializer_list<ParamId> shown_elsewhere = {}, QWidget* parent = nullptr);
    const std::vector<ParamControl*>& controls() const { return controls_; }
    /// Null where the group has no such row.
    ParamControl* control(ParamId id) const;
    void refresh();

private:
    void align_names();
    std::vector<ParamControl*> controls_;
};

}  // namespace chladni
