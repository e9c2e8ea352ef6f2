#include "ui/stage_row.h"

#include <QBoxLayout>
#include <QPushButton>

#include "engine/runtime/show_status.h"
#include "ui/action_table.h"
#include "ui/look_bar.h"
#include "ui/param_button.h"
#include "ui/section.h"

namespace chladni {

namespace {

std::vector<ParamId> stage_toggles() {
    std::vector<ParamId> ids;
    for (std::size_t i = 0; i < kParamCount; ++i) {
        const auto id = static_cast<ParamId>(i);
        if (row_of(id).group == ParamGroup::kStage && row_of(id).kind == ParamKind::kToggle) ids.push_back(id);
    }
    return ids;
}

const QString kRecord = QStringLiteral("Record");

QString record_text(const ShowStatus& status) {
    const int seconds = static_cast<int>(status.record.seconds);
    return QStringLiteral("● %1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QChar('0'));
}

}  // namespace

StageRow::StageRow(Show& show, std::vector<std::filesystem::path> looks, QWidget* parent)
    : QWidget(parent), looks_(new LookBar(show, std::move(looks))) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    for (ParamId id : stage_toggles()) {
        const std::string name(row_of(id).name);
        toggles_.push_back(new ParamButton(show, id, QString::fromStdString(name)));
        toggles_.back()->button()->setProperty("danger", id == ParamId::kBlackout);
        line->addWidget(toggles_.back());
    }
    line->addWidget(action_button(StageAction::kPanic, "Panic"));
    line->addWidget(record_ = action_button(StageAction::kRecord, kRecord));
    line->addStretch(1);
    line->addWidget(looks_, 4);
    line->addStretch(1);
    line->addWidget(output_ = action_button(StageAction::kFullScreen, "Full screen"));
    output_->setCheckable(true);
    line->addWidget(action_button(StageAction::kKeySheet, "Keys"));
    record_->setCheckable(true);
    record_->setProperty("danger", true);
}

QPushButton* StageRow::action_button(StageAction action, const QString& text) {
    auto* button = new QPushButton(text);
    button->setToolTip(QStringLiteral("<p>%1</p><p>%2</p>").arg(row_of(action).help, key_text(row_of(action))));
    connect(button, &QPushButton::clicked, this, [this, action] { Q_EMIT wanted(action); });
    return button;
}

std::vector<ParamControl*> StageRow::controls() const { return {toggles_.begin(), toggles_.end()}; }

void StageRow::show_status(const ShowStatus& status) {
    const bool recording = status.record.state == "recording";
    record_->setChecked(recording);
    record_->setText(recording ? record_text(status) : kRecord);
}

void StageRow::refresh() {
    for (ParamButton* toggle : toggles_) toggle->refresh();
    looks_->refresh();
}

}  // namespace chladni
