using System.Reflection;
using BenchmarkDotNet.Running;

// Without a known first word: BenchmarkDotNet's own arguments, e.g. --filter '*Parse*'.
return args switch
{
    _ => Switch(args),
};

static int Switch(string[] args)
{
    BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
    return 0;
}
