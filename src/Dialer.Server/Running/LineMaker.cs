using Dialer.Core.Engine.Messages;
using Dialer.Line;

namespace Dialer.Server.Running;

/// <summary>Makes a telephone line that is not started yet.</summary>
/// <param name="signal">Hears what happens on it, from the line's own threads; does not block.</param>
/// <exception cref="ArgumentException">A prompt's file cannot be read: names the prompt and the file.</exception>
public delegate ITelephoneLine LineMaker(TelephoneLineOptions options, Action<EngineInput> signal, ILogger logger, TimeProvider time);
