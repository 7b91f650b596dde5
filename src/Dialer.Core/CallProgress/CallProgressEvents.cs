namespace Dialer.Core.CallProgress;

/// <summary>What one <c>Push</c> brought about.</summary>
[Flags]
public enum CallProgressEvents : ushort
{
    None = 0,

    /// <summary><see cref="CallProgressAnalyzer.Verdict"/> has just been set. It comes once.</summary>
    Verdict = 1,

    /// <summary>Before the answer: <see cref="CallProgressAnalyzer.Progress"/> has changed.</summary>
    Progress = 2,

    /// <summary>Before the answer: the network plays something that no answer follows, see <see cref="CallProgressAnalyzer.Progress"/> and <see cref="CallProgressAnalyzer.Sit"/>.</summary>
    ToneHeard = 4,

    /// <summary>A beep has ended.</summary>
    Beep = 8,

    /// <summary>The machine's greeting has ended.</summary>
    GreetingEnd = 16,

    /// <summary>Now is the moment to leave the message; see <see cref="CallProgressAnalyzer.Message"/>. It comes once.</summary>
    LeaveMessage = 32,

    /// <summary>After a live verdict the shadow has listened to its end; see <see cref="CallProgressAnalyzer.Shadow"/>.</summary>
    ShadowEnd = 64,

    /// <summary>The live verdict is taken back; see <see cref="CallProgressAnalyzer.Revoked"/>. It comes once.</summary>
    Revoked = 128,
}
