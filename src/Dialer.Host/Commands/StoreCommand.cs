using System.CommandLine;
using Dialer.Server.Terminal;
using Dialer.Store;

namespace Dialer.Host.Commands;

/// <summary><c>dialer store copy</c> and <c>dialer backup</c>: a store to another place, of whatever engine, checked before it counts.</summary>
internal static class StoreCommand
{
    public static Command Create() => new("store", "What can be done with a store as a whole.") { Copy("copy", "Copies a store to an empty place: a file, or a PostgreSQL database. Restores a backup likewise.") };

    /// <summary>The same, to a file, while a dialer works on the store.</summary>
    public static Command Backup() => Copy("backup", "Writes a store, as it stands at one moment, to a new file. A dialer may work on it meanwhile; 'store copy' restores it.");

    private static Command Copy(string name, string description)
    {
        var from = new Option<string?>("--from") { Description = "The store: a SQLite file, or a connection string of PostgreSQL." };
        var config = new Option<string?>("--config", "-c") { Description = "A configuration, whose store is read." };
        var to = new Option<string>("--to") { Description = "Where no store is yet: a file, or a connection string of PostgreSQL.", Required = true };
        var command = new Command(name, description) { from, config, to };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(from) is null == parsed.GetValue(config) is null)
                throw Trouble.Usage("Give either --from STORE or --config FILE.");
            string source = parsed.GetValue(from) ?? RunCommand.CheckedConfig(parsed.GetValue(config)!).StorePath;
            foreach (var (table, rows) in StoreCopy.Copy(source, parsed.GetRequiredValue(to), TimeProvider.System))
                if (rows > 0)
                    parsed.InvocationConfiguration.Output.WriteLine($"{table}: {rows}");
            parsed.InvocationConfiguration.Output.WriteLine("Copied and compared: every table has the same rows.");
            return ExitCode.Ok;
        });
        return command;
    }
}
