namespace Dialer.Core.Time;

/// <summary>Names one deadline until it fires or is cancelled; afterwards it names nothing, even if its slot is used again.</summary>
internal readonly record struct DeadlineHandle(int Slot, long Sequence)
{
    public static readonly DeadlineHandle None;

    public bool IsSet => Sequence != 0;
}
