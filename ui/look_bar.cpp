#include "ui/look_bar.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QPushButton>
#include <QSignalBlocker>

#include "engine/base/check.h"
#include "engine/runtime/show.h"
#include "ui/action_table.h"

namespace chladni {

LookBar::LookBar(Show& show, std::vector<std::filesystem::path> looks, QWidget* parent)
    : QWidget(parent), show_(show), looks_(std::move(looks)), names_(new QComboBox) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(4);
    line->addWidget(arrow("‹", -1));
    line->addWidget(names_, 1);
    line->addWidget(arrow("›", +1));
    names_->setAccessibleName("Look");
    names_->setPlaceholderText(looks_.empty() ? "No looks" : "Choose a look");
    names_->setFocusPolicy(Qt::ClickFocus);
    names_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    names_->setMinimumContentsLength(10);
    for (const auto& look : looks_) names_->addItem(QString::fromStdString(look.stem().string()));
    names_->setCurrentIndex(-1);
    followed_ = static_cast<int>(show_.params().get(ParamId::kLook));
    connect(names_, &QComboBox::activated, this, [this](int row) { choose(static_cast<std::size_t>(row)); });
}

QPushButton* LookBar::arrow(const QString& text, int direction) {
    auto* button = new QPushButton(text);
    const auto action = direction > 0 ? StageAction::kNextLook : StageAction::kPreviousLook;
    button->setToolTip(QStringLiteral("%1 (%2)").arg(row_of(action).name, key_text(row_of(action))));
    button->setAccessibleName(row_of(action).name);
    button->setEnabled(!looks_.empty());
    connect(button, &QPushButton::clicked, this, [this, direction] { go(direction); });
    return button;
}

void LookBar::go(int direction) {
    const int count = static_cast<int>(looks_.size()), now = names_->currentIndex();
    if (count == 0) return;
    choose(static_cast<std::size_t>(now < 0 ? (direction > 0 ? 0 : count - 1) : (now + direction + count) % count));
}

void LookBar::choose(std::size_t index) {
    followed_ = static_cast<int>(show_.params().set(ParamId::kLook, static_cast<float>(index)));
    names_->setCurrentIndex(static_cast<int>(index));
    try {
        show_.load_preset(looks_[index].string());
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

void LookBar::load(const QString& path) {
    try {
        show_.load_preset(path.toStdString());
        names_->setCurrentIndex(-1);
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

void LookBar::refresh() {
    const int wanted = static_cast<int>(show_.params().get(ParamId::kLook));
    if (wanted == followed_) return;
    followed_ = wanted;
    if (static_cast<std::size_t>(wanted) < looks_.size()) choose(static_cast<std::size_t>(wanted));
}

}  // namespace chladni
