#include "ui/midi_panel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

#include "engine/runtime/show.h"
#include "ui/input_combo.h"

namespace chladni {

namespace {

QString joined(const std::vector<std::string>& words) {
    QStringList list;
    for (const std::string& word : words) list << QString::fromStdString(word);
    return list.join(", ");
}

}  // namespace

MidiPanel::MidiPanel(Show& show, QWidget* parent)
    : Section("MIDI", parent), show_(show), port_(new InputCombo), last_(dim_label("nothing yet")), state_(dim_label()),
      cancel_(new QPushButton("Cancel")) {
    port_->setAccessibleName("MIDI port");
    port_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    port_->setMinimumContentsLength(8);
    port_->setFocusPolicy(Qt::ClickFocus);
    port_->addItem("All controllers", QString());
    cancel_->setProperty("compact", true);
    cancel_->hide();
    auto* line = new QHBoxLayout;
    line->addWidget(last_, 1);
    line->addWidget(cancel_);
    body()->addWidget(port_);
    body()->addLayout(line);
    body()->addWidget(state_);
    body()->addStretch(1);
    state_->setWordWrap(true);
    connect(cancel_, &QPushButton::clicked, this, [this] { learn(std::nullopt); });
    connect(port_, &InputCombo::about_to_open, this, [this] { list_ports(show_.status()); });
    connect(port_, &QComboBox::activated, this,
            [this](int row) { show_.choose_midi({port_->itemData(row).toString().toStdString()}); });
}

void MidiPanel::list_ports(const ShowStatus& status) {
    const QSignalBlocker quiet(port_);
    const QString chosen = port_->currentData().toString();
    port_->clear();
    port_->addItem("All controllers", QString());
    for (const std::vector<std::string>* ports : {&status.midi.ports, &status.midi.missing})
        for (const std::string& port : *ports) port_->addItem(QString::fromStdString(port), QString::fromStdString(port));
    if (port_->findData(chosen) < 0) port_->addItem(chosen, chosen);
    port_->setCurrentIndex(port_->findData(chosen));
}

void MidiPanel::learn(std::optional<ParamId> id) {
    learning_ = id;
    show_.learn(id);
    show_learning();
}

void MidiPanel::show_learning() {
    cancel_->setVisible(learning());
    set_look(last_, "dim", !learning());
    if (learning())
        last_->setText(QStringLiteral("Move a control for %1").arg(QString::fromStdString(std::string(row_of(*learning_).name))));
    else
        last_->setText(last_seen_.empty() ? QStringLiteral("nothing yet") : QString::fromStdString(last_seen_));
}

void MidiPanel::show_status(const ShowStatus& status) {
    if (status.midi.last != last_seen_) {
        last_seen_ = status.midi.last;
        learning_.reset();
        show_learning();
    }
    const bool missing = !status.midi.missing.empty();
    const QString message = QString::fromStdString(status.midi.message);
    const QString found = status.midi.ports.empty() ? QStringLiteral("no controller") : joined(status.midi.ports);
    state_->setText(missing ? "missing: " + joined(status.midi.missing) : message.isEmpty() ? found : message);
    set_look(state_, "alert", missing);
}

}  // namespace chladni
