#pragma once

#include <QWidget>
#include <filesystem>
#include <vector>

class QPushButton;

namespace chladni {

class LookBar;
class ParamButton;
class ParamControl;
class Show;
struct ShowStatus;
enum class StageAction;

/// Under the picture: what acts on the stage at once, and the looks.
class StageRow : public QWidget {
    Q_OBJECT

public:
    StageRow(Show& show, std::vector<std::filesystem::path> looks, QWidget* parent = nullptr);
    void show_status(const ShowStatus& status);
    void refresh();
    std::vector<ParamControl*> controls() const;
    LookBar* looks() const { return looks_; }
    QPushButton* output() const { return output_; }
    QPushButton* record() const { return record_; }

Q_SIGNALS:
    void wanted(chladni::StageAction action);

private:
    QPushButton* action_button(StageAction action, const QString& text);
    std::vector<ParamButton*> toggles_;
    LookBar* looks_;
    QPushButton* record_;
    QPushButton* output_;
};

}  // namespace chladni
