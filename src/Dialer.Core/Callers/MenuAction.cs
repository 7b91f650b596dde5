namespace Dialer.Core.Callers;

/// <summary>One thing to do for a caller in a menu.</summary>
/// <param name="Text">The prompt, the words, or the question.</param>
/// <param name="TimeOut">Of Listen and Ask; zero otherwise.</param>
/// <param name="Target">Of Leave.</param>
public readonly record struct MenuAction(MenuActionKind Kind, string Text, TimeSpan TimeOut, CallerTarget Target)
{
    public static readonly MenuAction None = new(MenuActionKind.None, "", TimeSpan.Zero, default);

    public static MenuAction Play(string prompt) => new(MenuActionKind.Play, prompt, TimeSpan.Zero, default);

    public static MenuAction Say(string words) => new(MenuActionKind.Say, words, TimeSpan.Zero, default);

    public static MenuAction Listen(TimeSpan timeOut) => new(MenuActionKind.Listen, "", timeOut, default);

    public static MenuAction Ask(string question, TimeSpan limit) => new(MenuActionKind.Ask, question, limit, default);

    public static MenuAction Leave(CallerTarget target) => new(MenuActionKind.Leave, "", TimeSpan.Zero, target);
}
