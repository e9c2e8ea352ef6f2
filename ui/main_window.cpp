#include "ui/main_window.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>

#include "engine/base/check.h"
#include "engine/runtime/show.h"
#include "ui/bottom_strip.h"
#include "ui/control_column.h"
#include "ui/file_choice.h"
#include "ui/key_sheet.h"
#include "ui/layers_panel.h"
#include "ui/listening_panel.h"
#include "ui/look_bar.h"
#include "ui/midi_panel.h"
#include "ui/model_panel.h"
#include "ui/notice_line.h"
#include "ui/output_control.h"
#include "ui/output_window.h"
#include "ui/param_control.h"
#include "ui/preview_panel.h"
#include "ui/prompt_panel.h"
#include "ui/sound_panel.h"
#include "ui/stage_row.h"
#include "ui/tempo_panel.h"
#include "ui/transport_row.h"
#include "ui/vulkan_surface.h"

namespace chladni {

namespace {
constexpr int kRefresh_ms = 33;
}

MainWindow::MainWindow(Show& show, std::vector<std::filesystem::path> looks, std::stop_token stop)
    : show_(show), stop_(std::move(stop)),
      output_window_(vulkan_surface_extensions().empty() ? nullptr : std::make_unique<OutputWindow>()),
      preview_(new PreviewPanel), stage_(new StageRow(show, std::move(looks))), column_(new ControlColumn(show)),
      listening_(new ListeningPanel(show)), strip_(new BottomStrip(show)), notices_(new NoticeLine),
      output_(new OutputControl(show, output_window_.get(), this)) {
    setWindowTitle("chladni");
    setAcceptDrops(true);
    lay_out();
    add_actions();
    connect_parts();
    connect_stage_windows();
    preview_->setFocus();
    connect(&timer_, &QTimer::timeout, this, [this] { refresh(); });
    timer_.start(kRefresh_ms);
    refresh();
}

// Rendering ends before the windows it draws in.
MainWindow::~MainWindow() {
    timer_.stop();
    show_.stop_picture();
    if (preview_->window()) preview_->window()->disconnect(this);
}

void MainWindow::lay_out() {
    auto* desk = new QWidget;
    auto* rows = new QVBoxLayout(desk);
    rows->setContentsMargins(10, 4, 10, 6);
    rows->setSpacing(8);
    auto* upper = new QHBoxLayout;
    auto* left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(preview_, 1);
    left->addWidget(stage_);
    upper->addLayout(left, 1);
    upper->addWidget(column_);
    rows->addLayout(upper, 1);
    rows->addWidget(listening_);
    rows->addWidget(strip_);
    rows->addWidget(notices_);
    listening_->hide();
    column_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    setCentralWidget(desk);
}

void MainWindow::add_actions() {
    std::array<QMenu*, static_cast<std::size_t>(ActionMenu::kCount)> menus{};
    for (std::size_t i = 0; i < menus.size(); ++i) menus[i] = menuBar()->addMenu(menu_name(static_cast<ActionMenu>(i)));
    for (const ActionRow& row : action_table()) {
        QAction* action = menus[static_cast<std::size_t>(row.menu)]->addAction(row.name, this, [this, &row] { act(row.action); });
        action->setShortcuts(keys_of(row));
        action->setToolTip(row.help);
        actions_[static_cast<std::size_t>(row.action)] = action;
    }
    action(StageAction::kTap)->setAutoRepeat(false);
    add_output_menu(menus[static_cast<std::size_t>(ActionMenu::kOutput)]);
}

void MainWindow::add_output_menu(QMenu* menu) {
    QMenu* displays = menu->addMenu("Display");
    connect(displays, &QMenu::aboutToShow, this, [this, displays] {
        displays->clear();
        output_->list_displays(displays);
    });
}

void MainWindow::connect_parts() {
    connect(stage_, &StageRow::wanted, this, &MainWindow::act);
    connect(listening_, &ListeningPanel::wanted, this, &MainWindow::act);
    connect(strip_->tempo()->listening(), &QPushButton::clicked, this, [this] { flip_listening(); });
    connect(stage_->looks(), &LookBar::failed, notices_, &NoticeLine::say);
    connect(column_->layers(), &LayersPanel::refused, notices_, &NoticeLine::say);
    connect(column_->layers(), &LayersPanel::added, this, &MainWindow::connect_control);
    connect(column_->prompt(), &PromptPanel::done, preview_, [this] { preview_->setFocus(); });
    connect(strip_->sound(), &SoundPanel::file_wanted, this, [this] { open_sound(); });
    connect(output_, &OutputControl::told, notices_, &NoticeLine::say);
    connect(output_, &OutputControl::changed, this, [this] { stage_->output()->setChecked(output_->wanted()); });
    for (ParamControl* control : column_->controls()) connect_control(control);
    for (ParamControl* control : stage_->controls()) connect_control(control);
    for (ParamControl* control : strip_->sound()->transport()->controls()) connect_control(control);
}

void MainWindow::connect_stage_windows() {
    if (!output_window_) return;
    connect(output_window_.get(), &OutputWindow::key_pressed, this, &MainWindow::trigger);
    for (StageWindow* window : {preview_->window(), static_cast<StageWindow*>(output_window_.get())})
        connect(window, &StageWindow::about_to_vanish, this, [this] { show_.stop_picture(); });
    // A surface wants a window that is there: the picture starts when the preview is first seen.
    connect(preview_->window(), &StageWindow::seen, this, [this] { start_picture(); }, Qt::QueuedConnection);
}

void MainWindow::connect_control(ParamControl* control) {
    connect(control, &ParamControl::learn_wanted, this, [this](ParamControl* self) { strip_->midi()->learn(self->id()); });
}

void MainWindow::start_picture() {
    if (std::exchange(picture_asked_, true)) return;
    try {
        show_.start_picture(preview_->window(), output_window_.get());
        if (!preview_->window())
            preview_->say("The picture is drawn, but this desktop has no Vulkan windows to show it in.\n"
                          "Expected X11 or Wayland. Recording and screenshots work.");
    } catch (const Error& error) {
        preview_->say(QStringLiteral("No picture: %1\nEverything else works.").arg(QString::fromUtf8(error.what())));
    }
}

void MainWindow::refresh() {
    if (stop_.stop_requested() || show_.quit_requested()) return void(close());
    show_.note_ui_alive();
    const ShowStatus status = show_.status();
    stage_->refresh();
    stage_->show_status(status);
    column_->show_status(status);
    listening_->show_status(status);
    strip_->show_status(status);
    notices_->show_status(status);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    timer_.stop();
    show_.stop_picture();
    if (output_window_) output_window_->destroy();
    event->accept();
    QCoreApplication::quit();
}

// Esc closes what is topmost and nothing else: here, a control that waits to be learned.
void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && strip_->midi()->learning()) return strip_->midi()->learn(std::nullopt);
    QMainWindow::keyPressEvent(event);
}

void MainWindow::trigger(QKeyCombination key) {
    for (const ActionRow& row : action_table())
        if (keys_of(row).contains(QKeySequence(key))) return act(row.action);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!dropped_file(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    take_file(dropped_file(event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::take_file(const QString& path) {
    if (path.endsWith(".json", Qt::CaseInsensitive)) return stage_->looks()->load(path);
    if (!path.isEmpty()) strip_->sound()->choose("file:" + path);
}

}  // namespace chladni
