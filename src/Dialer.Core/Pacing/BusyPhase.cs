namespace Dialer.Core.Pacing;

/// <summary>What keeps an agent from the next call.</summary>
public enum BusyPhase : byte
{
    /// <summary>Reserved for a call that is being analysed or bridged.</summary>
    Reserved,
    Talking,
    WrapUp,
}
