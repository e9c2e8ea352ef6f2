#pragma once

#include <QComboBox>
#include <optional>
#include <string>

#include "engine/params/param_table.h"
#include "ui/section.h"

class QPushButton;

namespace chladni {

class InputCombo;
class Show;
struct ShowStatus;

/// Controllers: which one is listened to, what it said last, and a parameter that waits to be learned.
class MidiPanel : public Section {
public:
    explicit MidiPanel(Show& show, QWidget* parent = nullptr);
    void show_status(const ShowStatus& status);
    /// The next message moves this parameter. Nothing ends the wait.
    void learn(std::optional<ParamId> id);
    bool learning() const { return learning_.has_value(); }
    InputCombo* port() const { return port_; }
    QLabel* last() const { return last_; }

private:
    void list_ports(const ShowStatus& status);
    void show_learning();
    Show& show_;
    InputCombo* port_;
    QLabel* last_;
    QLabel* state_;
    QPushButton* cancel_;
    std::optional<ParamId> learning_;
    std::string last_seen_;
};

}  // namespace chladni
