namespace Dialer.Core.Callers;

/// <summary>Where a caller goes next.</summary>
/// <param name="Name">The queue, the menu, the prompt, the mailbox, the number or the campaign; empty where the kind needs none.</param>
public readonly record struct CallerTarget(CallerTargetKind Kind, string Name)
{
    public static readonly CallerTarget HangUp = new(CallerTargetKind.HangUp, "");
    public static readonly CallerTarget Rules = new(CallerTargetKind.Rules, "");

    /// <summary>Heard while a number at the PBX is called.</summary>
    public const string RingingPrompt = "ringing";

    /// <summary>Heard by those whom the campaign will call back.</summary>
    public static string CallBackPromptOf(string campaign) => "call back/" + campaign;

    /// <summary>The prompt that a mailbox begins with.</summary>
    public static string GreetingOf(string mailbox) => "voicemail/" + mailbox;

    public static CallerTarget Queue(string name) => new(CallerTargetKind.Queue, name);

    public static CallerTarget Menu(string name) => new(CallerTargetKind.Menu, name);

    public override string ToString() => Name.Length == 0 ? Kind.ToString() : $"{Kind} {Name}";
}
