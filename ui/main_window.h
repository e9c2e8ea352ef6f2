#pragma once

#include <QMainWindow>
#include <QTimer>
#include <array>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include "engine/params/param_table.h"
#include "ui/action_table.h"

class QMenu;

namespace chladni {

class BottomStrip;
class ControlColumn;
class KeySheet;
class ListeningPanel;
class NoticeLine;
class OutputControl;
class OutputWindow;
class ParamControl;
class PreviewPanel;
class Show;
class StageRow;

/// The desk. Reads the show thirty times a second and never waits for it. GUI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(Show& show, std::vector<std::filesystem::path> looks, std::stop_token stop = {});
    ~MainWindow() override;
    /// The picture on the preview and the output; a message takes its place where there is no Vulkan.
    void start_picture();
    /// Reads the status once; the timer does it too.
    void refresh();
    void act(StageAction action);  ///< what cannot be done is said in the notice line
    QAction* action(StageAction action) const { return actions_[static_cast<std::size_t>(action)]; }
    OutputControl* output() const { return output_; }
    PreviewPanel* preview() const { return preview_; }
    StageRow* stage() const { return stage_; }
    ControlColumn* column() const { return column_; }
    ListeningPanel* listening() const { return listening_; }
    BottomStrip* strip() const { return strip_; }
    NoticeLine* notices() const { return notices_; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void perform(StageAction action);
    void lay_out();
    void add_actions();
    void add_output_menu(QMenu* menu);
    void connect_parts();
    void connect_stage_windows();
    void connect_control(ParamControl* control);
    void trigger(QKeyCombination key);
    void take_file(const QString& path);
    void flip(ParamId toggle);
    void open_sound();
    void load_look();
    void save_look();
    void take_screenshot();
    void flip_recording();
    void show_keys();
    void flip_listening();

    Show& show_;
    std::stop_token stop_;
    std::array<QAction*, static_cast<std::size_t>(StageAction::kCount)> actions_{};
    std::unique_ptr<OutputWindow> output_window_;
    PreviewPanel* preview_;
    StageRow* stage_;
    ControlColumn* column_;
    ListeningPanel* listening_;
    BottomStrip* strip_;
    NoticeLine* notices_;
    OutputControl* output_;
    KeySheet* sheet_ = nullptr;
    QTimer timer_;
    bool picture_asked_ = false;
    int last_picture_ = 0, last_film_ = 0;  // numbers of files that were asked for
};

}  // namespace chladni
