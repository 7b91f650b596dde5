using Dialer.Core.Engine.Messages;

namespace Dialer.Server.Running;

/// <summary>Learns what the engine was told.</summary>
internal delegate void HearInput(in EngineInput input);
