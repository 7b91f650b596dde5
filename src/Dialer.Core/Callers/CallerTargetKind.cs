namespace Dialer.Core.Callers;

/// <summary>What may become of a caller.</summary>
public enum CallerTargetKind : byte
{
    /// <summary>The line is closed after what was said.</summary>
    HangUp = 0,

    /// <summary>Waits for an agent.</summary>
    Queue,

    /// <summary>Chooses with keys.</summary>
    Menu,

    /// <summary>Hears a recording, then the line is closed.</summary>
    Message,

    /// <summary>Leaves a recording.</summary>
    Voicemail,

    /// <summary>Goes to a number at the PBX.</summary>
    Number,

    /// <summary>Is called back by the campaign that is named.</summary>
    CallBack,

    /// <summary>The rules are asked again, with the keys that the menu gathered.</summary>
    Rules,
}
