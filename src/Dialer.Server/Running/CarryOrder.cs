using Dialer.Core.Engine.Messages;

namespace Dialer.Server.Running;

/// <summary>Carries one order out on the telephone line.</summary>
internal delegate void CarryOrder(in EngineOutput order);
