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
    {A::kRecord, M::kShow, "Record", "F10; Ctrl+R", "Films the program picture and its sound into the videos folder, until it is pressed again."},
    {A::kQuit, M::kShow, "Quit", "Ctrl+Q", "Ends the show."},
    {A::kFreeze, M::kStage, "Freeze", "F; F7", "The picture stands still until it is pressed again."},
    {A::kBlackout, M::kStage, "Blackout", "B; F8", "The output is black until it is pressed again."},
    {A::kPanic, M::kStage, "Panic: safe picture", "Shift+Esc", "Blackout and freeze off, effects as they began."},
    {A::kNextLook, M::kStage, "Next look", "N; F6", "Goes on to the next preset."},
    {A::kPreviousLook, M::kStage, "Previous look", "P; F5", "Goes back to the preset before."},
    {A::kNewSeed, M::kStage, "New seed", "R; F4", "Throws the dice for the noise."},
    {A::kEditPrompt, M::kStage, "Edit the prompt", "Ctrl+P; /", "Puts the cursor in the prompt; Enter applies, Esc leaves."},
    {A::kTap, M::kBeat, "Tap the beat", "Space; T; F2", "Tap along: the tempo follows after a few taps."},
    {A::kNudgeEarlier, M::kBeat, "Beats earlier", ",", "Moves the beats a little earlier, while the tempo stays."},
    {A::kNudgeLater, M::kBeat, "Beats later", ".", "Moves the beats a little later, while the tempo stays."},
    {A::kHalve, M::kBeat, "Half the tempo", "[", "Every second beat is one."},
    {A::kDouble, M::kBeat, "Double the tempo", "]", "There is a beat between two beats."},
    {A::kResync, M::kBeat, "Downbeat here", "D", "A bar starts now."},
    {A::kHold, M::kBeat, "Hold the tempo", "H", "The tempo stays as it is, whatever is heard, until it is pressed again."},
    {A::kFollow, M::kBeat, "Follow the sound", "E", "The ear leads: taps, nudges, holding and all else that a hand did is forgotten."},
    {A::kListening, M::kBeat, "Listening", "L; F3", "Shows what is heard: onsets, beats that were and will be, bands, hits, loudness."},
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
    static constexpr std::array<const char*, static_cast<std::size_t>(M::kCount)> kNames{"Show", "Stage", "Beat", "Output", "Help"};
    return kNames[static_cast<std::size_t>(menu)];
}

}  // namespace chladni
