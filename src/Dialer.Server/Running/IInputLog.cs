using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;

namespace Dialer.Server.Running;

/// <summary>Keeps each input with the instant at which the engine was given it, so that a run can be replayed in virtual time.</summary>
internal interface IInputLog
{
    /// <summary>Called by the loop thread before the input is applied.</summary>
    void Write(in EngineInput input, Instant now);
}
