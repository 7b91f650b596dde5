namespace Dialer.Core.Handovers;

/// <summary>What an agent wants of the recording of a conversation.</summary>
public enum RecordingCommand : byte
{
    /// <summary>Recorded from now on, where the rule of its campaign or queue leaves that to agents.</summary>
    Start = 0,

    /// <summary>Silence in the file, whatever is said: card numbers.</summary>
    Pause,
    Resume,
}
