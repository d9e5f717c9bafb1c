// OpenMM driven the way its users do: one System, one Context reused, setPositions and getState in a loop; or steps of its
// Langevin integrator. Prints one line per platform:  what <tab> platform <tab> best per second
//
//   peer energies SYSTEM.xml FRAMES.f64 SECONDS ENERGIES.f64     (of the first platform, of the frames it came to)
//   peer langevin SYSTEM.xml FRAMES.f64 SECONDS
//
// FRAMES.f64: little-endian doubles [frame][atom][3], nm. The best is that of the fastest of many windows of some 30 ms of
// this process's processor time, so that other programs that may be running do not count; each platform gets SECONDS of it.
#include <OpenMM.h>
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace OpenMM;
static const double WINDOW = 0.03; // s

/** Processor time of all threads of this process, s. */
static double now() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

static std::unique_ptr<System> readSystem(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  return std::unique_ptr<System>(XmlSerializer::deserialize<System>(in));
}

static std::vector<std::vector<Vec3>> readFrames(const std::string& path, int atoms) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::vector<std::vector<Vec3>> frames;
  std::vector<double> x(3 * atoms);
  while (in.read(reinterpret_cast<char*>(x.data()), x.size() * sizeof(double))) {
    std::vector<Vec3> frame(atoms);
    for (int a = 0; a < atoms; a++) frame[a] = Vec3(x[3 * a], x[3 * a + 1], x[3 * a + 2]);
    frames.push_back(frame);
  }
  return frames;
}

/** Calls work(n) for whole windows until the time is over; the most calls per second that any window saw. */
template <typename Work> static double best(double seconds, Work work) {
  double most = 0;
  long n = 0;
  long perWindow = 1;
  for (double start = now(); now() - start < seconds;) {
    double begin = now();
    for (long i = 0; i < perWindow; i++) work(n++);
    double took = now() - begin;
    most = std::max(most, perWindow / took);
    perWindow = std::max(1L, static_cast<long>(WINDOW * most));
  }
  return most;
}

static double energies(Context& context, const std::vector<std::vector<Vec3>>& frames, double seconds,
                       std::vector<double>& found) {
  return best(seconds, [&](long n) {
    context.setPositions(frames[n % frames.size()]);
    double energy = context.getState(State::Energy).getPotentialEnergy();
    if (n < static_cast<long>(frames.size())) found.push_back(energy);
  });
}

static double langevin(Context& context, Integrator& integrator, const std::vector<std::vector<Vec3>>& frames,
                       double seconds) {
  context.setPositions(frames[0]);
  context.setVelocitiesToTemperature(300, 1);
  const int steps = 100;
  return steps * best(seconds, [&](long) { integrator.step(steps); });
}

int main(int count, char** arguments) {
  try {
    std::string what = count > 1 ? arguments[1] : "";
    if ((what != "energies" || count != 6) && (what != "langevin" || count != 5))
      throw std::runtime_error("usage: peer energies SYSTEM.xml FRAMES.f64 SECONDS ENERGIES.f64\n"
                               "       peer langevin SYSTEM.xml FRAMES.f64 SECONDS");
    Platform::loadPluginsFromDirectory(Platform::getDefaultPluginsDirectory());
    std::unique_ptr<System> system = readSystem(arguments[2]);
    auto frames = readFrames(arguments[3], system->getNumParticles());
    double seconds = std::stod(arguments[4]);
    std::vector<double> found;
    for (std::string name : {"Reference", "CPU"}) {
      std::map<std::string, std::string> properties;
      if (name == "CPU") properties["Threads"] = "1"; // more only get in each other's way on one core
      LangevinMiddleIntegrator integrator(300, 1, 0.001);
      Context context(*system, integrator, Platform::getPlatformByName(name), properties);
      std::vector<double> here;
      double rate = what == "energies" ? energies(context, frames, seconds, here)
                                       : langevin(context, integrator, frames, seconds);
      if (found.empty()) found = here;
      std::cout << what << '\t' << name << '\t' << rate << std::endl;
    }
    if (what == "energies") {
      std::ofstream out(arguments[5], std::ios::binary);
      out.write(reinterpret_cast<const char*>(found.data()), found.size() * sizeof(double));
    }
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "peer: " << e.what() << std::endl;
    return 2;
  }
}
