using System.CommandLine;
using System.Globalization;
using Dialer.Core.Engine.Log;
using Dialer.Server.Running;
using Dialer.Server.Terminal;

namespace Dialer.Host.Commands;

/// <summary><c>dialer replay</c>: runs a recorded log through the engine again, in virtual time.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A log that --record wrote." };
        var command = new Command("replay", "Replays a recorded run in virtual time and prints the digest of all that the engine answered: the same as in the run.") { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string file, TextWriter output)
    {
        try
        {
            var result = EngineReplay.Run(File.ReadAllBytes(file));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Inputs} inputs, {result.Outputs} outputs, digest {result.Digest}{(result.IsTorn ? " (the log ends in the middle of a record)" : "")}"));
            return ExitCode.Ok;
        }
        catch (EngineLogException wrong)
        {
            throw new Trouble(ExitCode.Usage, $"{file}: {wrong.Message}. Give a file that --record wrote.", wrong);
        }
    }
}
