using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;

namespace Dialer.Server.Running;

/// <summary>
/// Holds dialing back while the engine's clock and the system's differ by a step, as if a consumer were behind.
/// A step forward is followed after <see cref="Settle"/>: by then every call that rang, was analysed or heard the
/// announcement has ended, so that no caller loses time by it.
/// </summary>
internal sealed class ClockGuard(EngineClock clock, Action<ClockState, TimeSpan>? changed)
{
    public const string Name = "clock";

    /// <summary>Ring time-out, analysis, abandon deadline and announcement, with room.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(90);

    private Instant _steppedAt = Instant.Never;
    private bool _holding;

    /// <summary>What the engine must be told now; null: nothing.</summary>
    public EngineInput? Look(Instant now)
    {
        if (clock.Compare())
        {
            changed?.Invoke(clock.State, clock.Difference);
            _steppedAt = now;
        }
        if (clock.State == ClockState.SteppedForward && now - _steppedAt >= Settle)
        {
            clock.FollowStep();
            changed?.Invoke(clock.State, clock.Difference);
        }
        bool hold = clock.State != ClockState.Steady;
        if (hold == _holding)
            return null;
        _holding = hold;
        return hold ? EngineInput.OutletCongested(Name) : EngineInput.OutletRelieved(Name);
    }
}
