using System.Reflection;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Terminal;
using Dialer.Sip.Calls;

namespace Dialer.Host.Commands;

/// <summary>
/// The telephone line that the configuration names. The one over SIPSorcery is built apart: its assembly is looked for in the program's
/// folder when it is asked for, and nothing else here knows of it.
/// </summary>
internal static class LineStacks
{
    private const string AssemblyFile = "Dialer.SipSorcery.dll";
    private const string TypeName = "Dialer.SipSorcery.SipSorceryStack";

    /// <summary>What makes the line; ends with what is wrong with it.</summary>
    public static LineMaker For(DialerConfig config, string file)
    {
        if (Refusals(config) is { Count: > 0 } refusals)
            throw Trouble.Usage(string.Join(Environment.NewLine, refusals.Select(refusal => $"{file}: {refusal}")));
        return config.Sip.Stack == SipStackChoice.Own ? TelephoneLine.Make : Member<LineMaker>("Make");
    }

    /// <summary>Why the line that the configuration names cannot be had, or cannot do what it asks for; empty: it can.</summary>
    public static IReadOnlyList<string> Refusals(DialerConfig config) => Refusals(config, AppContext.BaseDirectory);

    /// <param name="folder">Where the program lies.</param>
    internal static IReadOnlyList<string> Refusals(DialerConfig config, string folder)
    {
        if (config.Sip.Stack == SipStackChoice.Own)
            return [];
        if (!File.Exists(Path.Combine(folder, AssemblyFile)))
            return [$"sip.stack: the line over SIPSorcery is not there. It is built apart from the program: dotnet publish src/Dialer.SipSorcery -c Release -o \"{folder.TrimEnd(Path.DirectorySeparatorChar)}\" (docs/sipsorcery.md), or leave \"stack\" out."];
        var lacking = Member<Func<TelephoneLineOptions, IReadOnlyList<LineShortfall>>>("Lacking");
        return [.. lacking(DialerSetup.LineOf(config)).Select(shortfall => $"{shortfall.Place}: the line over SIPSorcery cannot do this: {shortfall.Cause}. {shortfall.Remedy}")];
    }

    private static T Member<T>(string name)
        where T : Delegate
    {
        try
        {
            var stack = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, AssemblyFile)).GetType(TypeName, throwOnError: true)!;
            return (stack.GetMethod(name) ?? throw new MissingMethodException(TypeName, name)).CreateDelegate<T>();
        }
        catch (Exception other) when (other is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or MissingMethodException or ArgumentException)
        {
            throw Trouble.Failure($"{AssemblyFile} was not built for this program ({other.Message}): build it anew beside it.", other);
        }
    }
}
