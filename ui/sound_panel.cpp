#include "ui/sound_panel.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QLabel>
#include <QSignalBlocker>
#include <utility>

#include "engine/runtime/show.h"
#include "ui/level_meter.h"
#include "ui/transport_row.h"

namespace chladni {

namespace {

// Entries carry the words for choose_input(); the one that opens a dialog carries this.
constexpr const char* kOpenFile = "open";
constexpr double kClipHold_s = 1;
constexpr double kNotSilent_db = -1;  // an input that does not run is not a silent one

QString label_of(const QString& input) {
    if (input.isEmpty() || input == "none") return "No input";
    const QString rest = input.section(':', 1);
    return input.startsWith("file:") ? QFileInfo(rest).fileName() : rest;
}

}  // namespace

SoundPanel::SoundPanel(Show& show, QWidget* parent)
    : Section("SOUND", parent), show_(show), input_(new InputCombo), meter_(new LevelMeter), peak_(dim_label("−∞ dB")),
      state_(dim_label()), transport_(new TransportRow(show)) {
    input_->setAccessibleName("Input");
    input_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    input_->setMinimumContentsLength(8);
    input_->setFocusPolicy(Qt::ClickFocus);
    head()->addWidget(peak_);
    body()->addWidget(input_);
    body()->addWidget(meter_);
    body()->addWidget(transport_);
    body()->addWidget(state_);
    transport_->hide();
    body()->addStretch(1);
    state_->setWordWrap(true);
    list_inputs();
    connect(input_, &InputCombo::about_to_open, this, [this] { list_inputs(); });
    connect(input_, &QComboBox::activated, this, [this](int row) { take_choice(row); });
}

void SoundPanel::list_inputs() {
    const QSignalBlocker quiet(input_);
    const QString chosen = input_->currentData().toString();
    input_->clear();
    input_->addItem("No input", "none");
    for (const InputName& device : show_.audio_devices())
        input_->addItem(QString::fromStdString(device.label), QString::fromStdString(device.input));
    if (!chosen.isEmpty() && input_->findData(chosen) < 0) input_->addItem(label_of(chosen), chosen);
    input_->addItem("Open file…", kOpenFile);
    input_->setCurrentIndex(std::max(0, input_->findData(chosen)));
}

void SoundPanel::take_choice(int row) {
    const QString words = input_->itemData(row).toString();
    if (words != kOpenFile) return choose(words);
    Q_EMIT file_wanted();
}

void SoundPanel::show_choice(const QString& input) {
    if (input_->findData(input) < 0) input_->insertItem(input_->count() - 1, label_of(input), input);
    input_->setCurrentIndex(input_->findData(input));
    input_->setToolTip(input);
}

void SoundPanel::choose(const QString& input) {
    show_choice(input);
    show_.choose_input(input.toStdString());
}

SoundWords sound_words(const ShowStatus& status, bool silent) {
    const QString state = QString::fromStdString(status.audio.state), device = QString::fromStdString(status.audio.device);
    const QString message = QString::fromStdString(status.audio.message);
    if (state == "lost") return {QStringLiteral("Lost: waiting for %1").arg(device.isEmpty() ? "the device" : device), true};
    if (state == "running" && silent) return {"No signal", true};
    if (!message.isEmpty()) return {message, false};
    if (state == "ended") return {"The file is over", false};
    if (state != "running") return {"Nothing to hear", false};
    if (status.audio.gated) return {"Running, the gate is shut", false};
    if (status.audio.limited_db < -1.0) return {QStringLiteral("Running, limited by %1 dB").arg(-status.audio.limited_db, 0, 'f', 0), false};
    if (status.audio.xruns > 0) return {QStringLiteral("Running, %1 dropouts").arg(status.audio.xruns), false};
    return {"Running", false};
}

void SoundPanel::show_status(const ShowStatus& status) {
    const bool running = status.audio.state == "running";
    silence_.hear(running ? status.audio.peak_db : kNotSilent_db, status.time_s);
    if (status.audio.clipped != std::exchange(clips_, status.audio.clipped)) clipped_s_ = status.time_s;
    const bool clipped = silence_.clipped() || (clipped_s_ >= 0 && status.time_s - clipped_s_ < kClipHold_s);
    meter_->show_level(running ? status.audio.peak_db : -120, running && clipped, status.time_s);
    transport_->setVisible(status.transport.has_value());
    if (status.transport) transport_->show_transport(*status.transport);
    peak_->setText(meter_->level_db() > -60 ? QStringLiteral("%1 dB").arg(meter_->level_db(), 0, 'f', 1) : "−∞ dB");
    const SoundWords words = sound_words(status, silence_.silent());
    if (state_->text() != words.text) state_->setText(words.text);
    set_look(state_, "alert", words.alert);
}

}  // namespace chladni
