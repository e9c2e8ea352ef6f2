#include "ui/action_table.h"

#include <QStringList>
#include <array>

namespace chladni {

namespace {

using A = StageAction;
using M = ActionMenu;

// Letters are silent while somebody types; the function keys beside them always act.
constexpr std::array<ActionRow, static_cast<std::size_t>(A::kCount)> kRows{{
    {A::kOpenSound, M::kShow, "Open sound file…", "Ctrl+O", "Plays a file as the input; dropping it on the window does the same."},
    {A::kLoadLook, M::kShow, "Load look…", "Ctrl+L", "Reads parameters and words from a preset file."},
    {A::kSaveLook, M::kShow, "Save look…", "Ctrl+S", "Writes parameters and words to a preset file."},
    {A::kScreenshot, M::kShow, "Screenshot", "F9; S", "Saves the program picture as PNG in the pictures folder."},
    {A::kQuit, M::kShow, "Quit", "Ctrl+Q", "Ends the show."},
    {A::kTap, M::kStage, "Tap the beat", "Space; T; F2", "Tap along: the tempo follows after a few taps."},
    {A::kFreeze, M::kStage, "Freeze", "F; F7", "The picture stands still until it is pressed again."},
    {A::kBlackout, M::kStage, "Blackout", "B; F8", "The output is black until it is pressed again."},
    {A::kPanic, M::kStage, "Panic: safe picture", "Shift+Esc", "Blackout and freeze off, effects as they began."},
    {A::kNextLook, M::kStage, "Next look", "N; F6", "Goes on to the next preset."},
    {A::kPreviousLook, M::kStage, "Previous look", "P; F5", "Goes back to the preset before."},
    {A::kNewSeed, M::kStage, "New seed", "R; F4", "Throws the dice for the noise."},
    {A::kEditPrompt, M::kStage, "Edit the prompt", "Ctrl+P; /", "Puts the cursor in the prompt; Enter applies, Esc leaves."},
    {A::kFullScreen, M::kOutput, "Full screen output", "F11; Ctrl+F", "Shows the picture alone on the chosen display; Esc there leaves."},
    {A::kKeySheet, M::kHelp, "Keys", "F1; ?", "Shows this sheet."},
}};

}  // namespace

std::span<const ActionRow> action_table() { return kRows; }

const ActionRow& row_of(StageAction action) { return kRows[static_cast<std::size_t>(action)]; }

QList<QKeySequence> keys_of(const ActionRow& row) { return QKeySequence::listFromString(row.keys); }

QString key_text(const ActionRow& row) {
    QStringList words;
    for (const QKeySequence& key : keys_of(row)) words << key.toString(QKeySequence::NativeText);
    return words.join(" or ");
}

QString menu_name(ActionMenu menu) {
    static constexpr std::array<const char*, static_cast<std::size_t>(M::kCount)> kNames{"Show", "Stage", "Output", "Help"};
    return kNames[static_cast<std::size_t>(menu)];
}

}  // namespace chladni
